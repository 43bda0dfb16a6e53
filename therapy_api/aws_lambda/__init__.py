"""The way in on AWS Lambda: for an area of the API, for what falls due, for migrations."""
