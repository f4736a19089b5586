from .channel import Channel
from .cost import ProductCost
from .option import Option
from .product import Product, ProductCategory
from .region import Region

__all__ = ["Channel", "Option", "Product", "ProductCategory", "ProductCost", "Region"]
