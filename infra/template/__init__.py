"""The CloudFormation template, put together from a module a concern."""
