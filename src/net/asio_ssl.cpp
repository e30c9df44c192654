// Asio's separately compiled TLS sources: the one place where they are instantiated.
#include <boost/asio/ssl/impl/src.hpp>
