"""What the operator sees of the service: request ids, logs and metrics."""
