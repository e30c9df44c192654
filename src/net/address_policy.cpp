#include "net/address_policy.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace net {

namespace ip = boost::asio::ip;

namespace {

struct block_v4 {
    std::uint32_t first;
    int bits;
};

constexpr std::uint32_t v4(unsigned a, unsigned b, unsigned c, unsigned d) {
    return a << 24 | b << 16 | c << 8 | d;
}

constexpr block_v4 benchmarks{v4(198, 18, 0, 0), 15};

// RFC 6890 and its successors in the registry.
constexpr block_v4 special_v4[] = {
    {v4(0, 0, 0, 0), 8},        // this network
    {v4(10, 0, 0, 0), 8},       // private
    {v4(100, 64, 0, 0), 10},    // shared: carriers, and the cloud's metadata service 100.100.100.200
    {v4(127, 0, 0, 0), 8},      // loopback
    {v4(169, 254, 0, 0), 16},   // link-local, and other clouds' metadata services
    {v4(172, 16, 0, 0), 12},    // private
    {v4(192, 0, 0, 0), 24},     // protocol assignments
    {v4(192, 0, 2, 0), 24},     // documentation
    {v4(192, 31, 196, 0), 24},  // AS112
    {v4(192, 52, 193, 0), 24},  // AMT
    {v4(192, 88, 99, 0), 24},   // 6to4 relays
    {v4(192, 168, 0, 0), 16},   // private
    {v4(192, 175, 48, 0), 24},  // AS112
    benchmarks,
    {v4(198, 51, 100, 0), 24},  // documentation
    {v4(203, 0, 113, 0), 24},   // documentation
    {v4(224, 0, 0, 0), 4},      // multicast
    {v4(240, 0, 0, 0), 4},      // reserved, broadcast
};

bool holds(block_v4 const& block, std::uint32_t address) {
    return (address ^ block.first) >> (32 - block.bits) == 0;
}

bool is_public(ip::address_v4 const& address) {
    auto const number = address.to_uint();
    return std::ranges::none_of(special_v4, [number](auto const& block) { return holds(block, number); });
}

struct block_v6 {
    std::array<std::uint8_t, 8> first;  // no block is longer than 64 bits
    int bits;
};

// Inside 2000::/3, outside of which nothing is public.
constexpr block_v6 special_v6[] = {
    {{0x20, 0x01, 0x00, 0x00}, 23},              // protocol assignments: Teredo, ORCHID, benchmarks
    {{0x20, 0x01, 0x0d, 0xb8}, 32},              // documentation
    {{0x20, 0x02}, 16},                          // 6to4: any IPv4 address may be inside
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48},  // AS112
    {{0x3f, 0xff, 0x00}, 20},                    // documentation
};

bool holds(block_v6 const& block, ip::address_v6::bytes_type const& address) {
    for (int bit = 0; bit < block.bits; bit += 8) {
        auto const index = static_cast<std::size_t>(bit / 8);
        int const rest = std::min(8, block.bits - bit);
        if ((address[index] ^ block.first[index]) >> (8 - rest) != 0) return false;
    }
    return true;
}

// RFC 6052: networks of IPv6 alone reach IPv4 through 64:ff9b::/96.
bool is_nat64(ip::address_v6::bytes_type const& bytes) {
    constexpr std::array<std::uint8_t, 12> prefix{0x00, 0x64, 0xff, 0x9b};
    return std::ranges::equal(prefix, std::ranges::subrange(bytes.begin(), bytes.begin() + 12));
}

bool is_public(ip::address_v6 const& address) {
    auto const bytes = address.to_bytes();
    if (is_nat64(bytes)) return is_public(ip::address_v4({bytes[12], bytes[13], bytes[14], bytes[15]}));
    if (bytes[0] >> 5 != 1) return false;
    return std::ranges::none_of(special_v6, [&bytes](auto const& block) { return holds(block, bytes); });
}

bool is_benchmark(ip::address const& address) {
    return address.is_v4() && holds(benchmarks, address.to_v4().to_uint());
}

}  // namespace

bool is_public(ip::address const& address) {
    return address.is_v4() ? is_public(address.to_v4()) : is_public(address.to_v6());
}

address_list public_ones(address_list const& addresses, std::string_view host) {
    bool const is_cloud = is_cloud_name(host);
    address_list allowed;
    std::ranges::copy_if(addresses, std::back_inserter(allowed), [is_cloud](auto const& address) {
        return is_public(address) || (is_cloud && is_benchmark(address));
    });
    return allowed;
}

bool is_cloud_name(std::string_view host) {
    if (host.ends_with('.')) host.remove_suffix(1);
    constexpr std::string_view suffix = ".aliyuncs.com";
    return host.size() > suffix.size() && host.ends_with(suffix);
}

}  // namespace net
