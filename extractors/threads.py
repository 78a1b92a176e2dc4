"""One thread a process for matrix products, unless the user says otherwise: papers are shared out over processes.

Must be imported before NumPy.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", os.environ.get("OMP_NUM_THREADS", "1"))
