#pragma once
// Takes uploads by one-time links and hands them on to DashScope's temporary storage.

#include "tools/services.hpp"
#include "transport/upload_route.hpp"

namespace store {
class soft_state;
}

namespace tools {
class links;
}

namespace cli {

/// All that it is given must outlive it. One owner, one thread: the server's.
class upload_desk final : public transport::upload_desk {
public:
    upload_desk(tools::services const& with, tools::links const& links, store::soft_state& state)
        : with_(with), links_(links), state_(state) {}

    boost::system::result<void, transport::link_refusal> check(transport::upload_arrival const& what) const override;
    platform::task<transport::upload_answer> take(transport::upload_arrival what, std::string head,
                                                  std::shared_ptr<net::body_source> bytes) override;

private:
    tools::services with_;
    tools::links const& links_;
    store::soft_state& state_;
};

}  // namespace cli
