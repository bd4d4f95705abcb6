"""Lists encoded and linked without names. Knows no Django."""

import os

# Before NumPy is imported: with the matrices of this size a second thread of the linear algebra only waits, with the
# processor running (linking 20,000 people took three times the processor's time).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
