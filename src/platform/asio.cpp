// Asio's separately compiled sources: the one place where they are instantiated.
#include <boost/asio/impl/src.hpp>
