"""What is not in the repository: front-end packages, icons, boundaries, regions.

`zhuixiao assets` fills the git-ignored places from node_modules and from a Python package; the
built wheel contains the result, so an installed program needs none of this.
"""
