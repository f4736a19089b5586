"""Who works here and what each may see and do: company, departments, employees, roles, audit."""
