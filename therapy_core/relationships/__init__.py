"""What a client and a therapist are to each other."""
