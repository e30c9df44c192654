#include "cli/commands.hpp"
#include "platform/standard_streams.hpp"

int main(int count, char** words) {
    platform::ensure_standard_streams();
    // Not `return`: a look-up that hangs in another thread must not hold the process.
    platform::leave(cli::run(count, words));
}
