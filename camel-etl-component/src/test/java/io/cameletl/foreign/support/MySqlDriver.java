package io.cameletl.foreign.support;

/** The drivers for MariaDB and MySQL; each speaks to both. */
public enum MySqlDriver {
    MARIADB,
    MYSQL
}
