//! Extensions that are part of PHP itself: their version is PHP's.

/// Sorted. Source: php.net/manual/en/extensions.membership.php, "Bundled" and "Core"; names as `docker-php-ext-install` knows them.
const BUNDLED: &[&str] = &[
    "bcmath", "bz2", "calendar", "ctype", "curl", "dba", "dl_test", "dom", "enchant", "exif", "ffi", "fileinfo",
    "filter", "ftp", "gd", "gettext", "gmp", "hash", "iconv", "imap", "intl", "json", "ldap", "mbstring", "mysqli",
    "mysqlnd", "oci8", "odbc", "opcache", "openssl", "pcntl", "pdo", "pdo_dblib", "pdo_firebird", "pdo_mysql",
    "pdo_oci", "pdo_odbc", "pdo_pgsql", "pdo_sqlite", "pgsql", "phar", "phpdbg", "posix", "pspell", "random",
    "readline", "reflection", "session", "shmop", "simplexml", "snmp", "soap", "sockets", "sodium", "spl", "sqlite3",
    "standard", "sysvmsg", "sysvsem", "sysvshm", "tidy", "tokenizer", "xml", "xmlreader", "xmlrpc", "xmlwriter", "xsl",
    "zip", "zlib",
];

/// Whether an extension comes with PHP itself.
pub fn is_bundled(extension: &str) -> bool {
    BUNDLED.binary_search(&extension).is_ok()
}
