"""The few loops worth owning, compiled by numba: arrays in, arrays out.

Nothing here is imported but through `choose`, which decides where a kernel repays its start.
Every compiled function has its plain-Python twin under it, as ``.py_func``.
"""
