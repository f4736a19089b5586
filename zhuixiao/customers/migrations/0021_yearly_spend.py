"""What a customer buys in a year from anybody; rules that leave running contracts alone."""

from django.db import migrations, models

import zhuixiao.kit.money


class Migration(migrations.Migration):
    dependencies = [("customers", "0020_sales_figures")]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="yearly_spend",
            field=zhuixiao.kit.money.MoneyField(blank=True, null=True, verbose_name="Yearly spend"),
        ),
        migrations.AddField(
            model_name="recyclerule",
            name="spares_contracts",
            field=models.BooleanField(default=True, verbose_name="Not while a contract runs"),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("yearly_spend", None), ("yearly_spend__gte", 0), _connector="OR"
                ),
                name="customer_spend_positive",
            ),
        ),
    ]
