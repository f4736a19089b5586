from .channel import Channel
from .option import Option
from .product import Product, ProductCategory
from .region import Region

__all__ = ["Channel", "Option", "Product", "ProductCategory", "Region"]
