//! Checking glossary files: findings with their places and remedies.
