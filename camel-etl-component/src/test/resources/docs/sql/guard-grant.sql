GRANT pg_read_all_stats TO shop_reader;
