"""Read data files of any program into a frame of codes and a codebook that says what they mean."""
