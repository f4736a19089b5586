"""The measured promises of the product: large data sets, real requests, bare SQL beside them."""
