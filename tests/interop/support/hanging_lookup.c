// Preloaded into the server: every name look-up hangs, as it does behind a resolver that never answers.
#include <netdb.h>
#include <unistd.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result) {
    (void)node, (void)service, (void)hints, (void)result;
    (void)!write(STDERR_FILENO, "looking up\n", 11);
    for (;;) pause();
}
