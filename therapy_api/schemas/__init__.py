"""What goes in and out as JSON: camelCase outside, snake_case inside, nothing unknown."""
