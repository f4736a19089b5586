"""The newest customers of one person: what a salesperson's table opens with."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_places_and_choices")]

    operations = [
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(
                fields=["owner", "-created_at", "-id"], name="customer_owner_created"
            ),
        ),
    ]
