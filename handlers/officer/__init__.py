"""What officers say to citizens, in the words of the conversation."""
