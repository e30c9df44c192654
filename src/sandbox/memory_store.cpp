#include "sandbox/memory_store.hpp"

#include "sandbox/fields.hpp"
#include "sandbox/random.hpp"
#include "sandbox/ranking.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace json = boost::json;

namespace sandbox {
namespace {

constexpr std::string_view kind = "memory";
constexpr double near_enough = 0.4;

memory_node node_from(json::object const& from) {
    memory_node node;
    node.id = text_member(from, "id");
    node.scope = {std::string(text_member(from, "account")), std::string(text_member(from, "user")),
                  std::string(text_member(from, "library"))};
    node.project = text_member(from, "project");
    node.content = text_member(from, "content");
    node.created = static_cast<std::int64_t>(number_member(from, "created").value_or(0));
    node.updated = static_cast<std::int64_t>(number_member(from, "updated").value_or(0));
    node.deleted = bool_member(from, "deleted").value_or(false);
    node.meta_data = object_member(from, "meta_data");
    node.serial = static_cast<std::size_t>(number_member(from, "serial").value_or(0));
    return node;
}

std::optional<memory_node> read_node(archive const& from, std::string_view id) {
    auto const bytes = from.get(kind, id);
    if (!bytes) return std::nullopt;
    boost::system::error_code error;
    auto const parsed = json::parse(*bytes, error);
    if (error || !parsed.is_object()) return std::nullopt;
    return node_from(parsed.get_object());
}

bool same(memory_scope const& left, memory_scope const& right) {
    return left.account == right.account && left.user == right.user && left.library == right.library;
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](auto word) { return text.find(word) != std::string_view::npos; });
}

/// Blanks for marks and around, so that " now " finds a whole word.
std::string as_words(std::string_view text) {
    std::string result = " ";
    for (char c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        result += std::string_view(".,;:!").find(c) == std::string_view::npos ? c : ' ';
    }
    return result + " ";
}

bool is_question(std::string_view text) {
    return text.ends_with('?') || text.ends_with("？") || text.ends_with("吗") || text.ends_with("呢");
}

bool corrects(std::string_view words) {
    return contains_any(words, {" now ", " actually ", " instead ", " no longer ", " not any more ", "不再", "现在",
                                "改成", "改为", "其实"});
}

bool forgets(std::string_view words) {
    return words.starts_with(" forget ") || words.starts_with(" please forget ") || words.starts_with(" 忘") ||
           words.starts_with(" 请忘");
}

memory_node const* nearest(std::vector<memory_node> const& nodes, std::string_view statement) {
    auto const wanted = terms_of(statement);
    memory_node const* best = nullptr;
    double most = near_enough;
    for (auto const& node : nodes) {
        auto const score = overlap(wanted, terms_of(node.content));
        if (score < most) continue;
        most = score;
        best = &node;
    }
    return best;
}

memory_event remove(archive& into, memory_node node, std::int64_t now) {
    node.deleted = true;
    node.updated = now;
    keep_memory(into, node);
    return {node, "DELETE", node.content};
}

memory_event replace(archive& into, memory_node node, std::string_view content, std::int64_t now) {
    auto before = std::exchange(node.content, std::string(content));
    node.updated = now;
    keep_memory(into, node);
    return {std::move(node), "UPDATE", std::move(before)};
}

}  // namespace

void keep_memory(archive& into, memory_node const& node) {
    json::object body{{"id", node.id},           {"account", node.scope.account},
                      {"user", node.scope.user}, {"library", node.scope.library},
                      {"project", node.project}, {"content", node.content},
                      {"created", node.created}, {"updated", node.updated},
                      {"deleted", node.deleted}, {"meta_data", node.meta_data},
                      {"serial", node.serial}};
    into.put(kind, node.id, json::serialize(body));
}

std::optional<memory_node> find_memory(archive const& from, std::string_view account, std::string_view id) {
    auto node = read_node(from, id);
    if (!node || node->scope.account != account) return std::nullopt;
    return node;
}

std::vector<memory_node> memories_of(archive const& from, memory_scope const& scope) {
    std::vector<memory_node> nodes;
    for (auto const& id : from.names(kind)) {
        auto node = read_node(from, id);
        if (node && !node->deleted && same(node->scope, scope)) nodes.push_back(std::move(*node));
    }
    std::ranges::sort(nodes, {}, &memory_node::serial);
    return nodes;
}

memory_node new_memory(archive const& from, memory_scope scope, std::string content, std::int64_t now) {
    memory_node node;
    node.serial = from.names(kind).size();
    do node.id = generator(hash(content, ++node.serial)).hex(32);
    while (from.has(kind, node.id));
    node.scope = std::move(scope);
    node.content = std::move(content);
    node.created = node.updated = now;
    return node;
}

std::optional<memory_event> learn(archive& into, memory_scope const& scope, std::string_view statement,
                                  std::int64_t now) {
    auto const words = as_words(statement);
    auto const known = memories_of(into, scope);
    bool repeated = std::ranges::any_of(known, [&](auto const& node) { return node.content == statement; });
    if (statement.empty() || repeated || is_question(statement)) return std::nullopt;
    auto const* near = nearest(known, statement);
    if (forgets(words)) return near ? std::optional(remove(into, *near, now)) : std::nullopt;
    if (near && corrects(words)) return replace(into, *near, statement, now);
    auto node = new_memory(into, scope, std::string(statement), now);
    keep_memory(into, node);
    return memory_event{std::move(node), "ADD", {}};
}

std::vector<recalled> recall(archive const& from, memory_scope const& scope, std::string_view query, std::size_t most,
                             double least) {
    auto const nodes = memories_of(from, scope);
    auto const wanted = terms_of(query);
    std::vector<recalled> found;
    for (auto const& node : nodes) {
        auto const score = overlap(wanted, terms_of(node.content));
        if (score > 0 && score >= least) found.push_back({node, score});
    }
    std::ranges::sort(found, [](recalled const& left, recalled const& right) {
        return left.score != right.score ? left.score > right.score : left.node.serial > right.node.serial;
    });
    if (found.size() > most) found.resize(most);
    return found;
}

}  // namespace sandbox
