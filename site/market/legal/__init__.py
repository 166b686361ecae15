"""The legal self-test: each duty of the law as a row that is green or red, judged on the running site."""
