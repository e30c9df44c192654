// Beast's separately compiled sources: the one place where they are instantiated.
#include <boost/beast/src.hpp>
