"""Tables, repositories, read queries, migrations, keys."""
