"""Training, measuring and judging topic models: examples in, a candidate with its card out."""

from classifier.training.examples import Example, starting_examples

__all__ = ["Example", "starting_examples"]
