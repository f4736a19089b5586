from .bundle import BundlePart
from .channel import Channel
from .cost import ProductCost
from .image import ProductImage
from .option import Option
from .price import PriceTier
from .product import Product, ProductCategory
from .region import Region

__all__ = [
    "BundlePart",
    "Channel",
    "Option",
    "PriceTier",
    "Product",
    "ProductCategory",
    "ProductCost",
    "ProductImage",
    "Region",
]
