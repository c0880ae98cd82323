"""From numbers to what people read and see. Never reads a data file."""
