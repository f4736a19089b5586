"""From opportunity to money: quotes, contract orders, shipments, payments, invoices, expenses."""
