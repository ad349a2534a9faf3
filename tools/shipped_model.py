"""Learn the model that is shipped, from the packs that are shipped: python -m tools.shipped_model.

Nothing else is learned from, so nothing in the file is anybody else's.
"""

from yuanqu.knowledge.measuring import training
from yuanqu.knowledge.measuring.answers import SHIPPED, keep
from yuanqu.knowledge.measuring.packs import of_packs


def tell(step: str, done: int, total: int) -> None:
    """Say when a step is done."""
    if done == total:
        print(f"{step}: {total}")


def main() -> None:
    """Write the model beside the code that reads it."""
    model = training.train(*of_packs(), tell)
    keep(model, SHIPPED)
    print(f"{SHIPPED.name}: answers from {model.answer_from:.2f} on, refuses below "
          f"{model.refuse_below:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
