"""What no business word needs: periods, money, trees, jobs, pages' machinery."""
