#include "cli/upload_desk.hpp"

#include "dashscope/failure.hpp"
#include "dashscope/upload.hpp"
#include "media/probe.hpp"
#include "store/soft_state.hpp"
#include "telemetry/logger.hpp"
#include "tools/links.hpp"
#include "tools/output_item.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;

namespace cli {

namespace {

transport::link_refusal refusal_of(boost::system::error_code why) {
    if (why == seal::open_errc::expired) return {410, "This upload link has expired. Call file_upload for a new one."};
    return {404, "There is no such upload link. Give the whole link, as file_upload's result has it."};
}

transport::link_refusal used_already() {
    return {410, "This upload link was used already: one link takes one file. Call file_upload for a new one."};
}

std::string state_name(tools::upload_order const& order) {
    return "upload " + order.id;
}

transport::upload_answer refused(int status, std::string_view why) {
    return {status, transport::error_object(why)};
}

dashscope::upload_content content_of(tools::upload_order const& order, transport::upload_arrival const& what,
                                     std::string_view head, std::shared_ptr<net::body_source> bytes) {
    auto const found = media::probe(head);
    dashscope::upload_content content;
    content.name = dashscope::upload_name(order.name.empty() ? "upload" : order.name, found.extension);
    content.type = found.type.empty() ? what.type : found.type;
    content.bytes = std::move(bytes);
    content.repeatable = false;
    return content;
}

transport::upload_answer accepted(tools::upload_order const& order, std::string const& reference, std::uint64_t size,
                                  std::string const& type) {
    auto const end = std::chrono::system_clock::now() + dashscope::upload_lifetime;
    return {200, json::serialize(json::object{
                     {"url", reference},
                     {"model", order.model},
                     {"bytes", size},
                     {"type", type},
                     {"expires_at", tools::time_text(end)},
                     {"use", "Give url as the media argument of a tool, with model " + order.model + " only."}})};
}

}  // namespace

boost::system::result<void, transport::link_refusal> upload_desk::check(transport::upload_arrival const& what) const {
    auto const opened = links_.open_upload(what.token);
    if (!opened) return refusal_of(opened.error());
    auto const limit = opened->what.max_bytes;
    if (what.size > limit)
        return transport::link_refusal{413, "The file has " + tools::size_text(what.size) + ", this link takes " +
                                                tools::size_text(limit) + " at most."};
    if (state_.is_used(state_name(opened->what), std::chrono::system_clock::now())) return used_already();
    return {};
}

platform::task<transport::upload_answer> upload_desk::take(transport::upload_arrival what, std::string head,
                                                           std::shared_ptr<net::body_source> bytes) {
    auto const opened = links_.open_upload(what.token);
    if (!opened) co_return refused(refusal_of(opened.error()).status, refusal_of(opened.error()).why);
    auto const& order = opened->what;
    // From here on the link is gone, whatever becomes of the upload: its bytes can't be had a second time.
    if (!state_.use_once(state_name(order), std::chrono::system_clock::now(), opened->expires))
        co_return refused(used_already().status, used_already().why);
    auto content = content_of(order, what, head, std::move(bytes));
    auto const type = content.type;
    std::string why;
    try {
        auto const reference = co_await dashscope::upload(with_.api, with_.http, tools::operator_credential(with_),
                                                          order.model, std::move(content));
        co_return accepted(order, reference, what.size, type);
    } catch (dashscope::failure const& failed) {
        why = failed.text();
    }
    telemetry::log().warning("an upload by link failed", {{"reason", why}});
    co_return refused(502, why + " The link is used up: call file_upload for a new one.");
}

}  // namespace cli
