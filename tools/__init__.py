"""What `./dev` starts: the embedded servers, the processes of the product, and the house's checks.

Everything here runs on the standard library alone, because it also makes the environment in which
the rest can be imported.
"""
