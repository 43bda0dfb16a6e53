"""The settings' secrets as AWS Secrets Manager keeps them: reading, making and rotating them."""
