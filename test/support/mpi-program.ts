// A program of MPI for two processes, and what they print wherever they run: they know how many they are.

export const reckoning =
  'python -c "from mpi4py import MPI; w = MPI.COMM_WORLD; print(MPI.Get_processor_name(), w.allreduce(w.rank + 1), w.size)"'

/** Of two nodes, not of one twice. */
export const reckoned = /^(tvm-\S+) 3 2\n(?!\1 )tvm-\S+ 3 2\n$/
