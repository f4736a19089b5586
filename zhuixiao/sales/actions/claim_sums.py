"""What a claim comes to: always the sum of its expenses."""

from django.db.models import Sum

from ..models import ExpenseClaim


def refresh(claim: ExpenseClaim) -> None:
    """Bring the locked claim in step with its expenses; call it last."""
    total = claim.expenses.aggregate(total=Sum("amount"))["total"] or 0
    if claim.amount != total:
        claim.amount = total
        claim.version += 1
        claim.save(update_fields=["amount", "version"])
