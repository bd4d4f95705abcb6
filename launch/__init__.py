"""What stands behind `./run`: the environment, the embedded database, secrets, processes.

Only the standard library is used here, because this runs before anything is installed.
"""
