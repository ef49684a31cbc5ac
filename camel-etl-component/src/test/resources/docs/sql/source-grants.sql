GRANT SELECT ON customers, orders TO shop_reader;
