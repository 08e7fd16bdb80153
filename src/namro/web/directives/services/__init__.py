"""Every change of the register of documents and of tasks given from above."""
