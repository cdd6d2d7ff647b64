"""What the command lines print: one module a result, each as tables and as JSON values."""
