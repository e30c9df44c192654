#include "net/address_policy.hpp"

#include "support/client_fixture.hpp"

#include <doctest/doctest.h>

using boost::asio::ip::make_address;
using net::client_errc;
using net::progress;
using test::act;
using test::answers;
using test::failure_of;
using test::fixture;
using test::peer;
using test::request;

TEST_CASE("special addresses: both ends of each block, and their neighbours outside") {
    struct {
        std::string_view first, last, before, after;  // empty: special as well
    } const blocks[] = {
        {"0.0.0.0", "0.255.255.255", "", "1.0.0.0"},
        {"10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0"},
        {"100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0"},
        {"127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0"},
        {"169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0"},
        {"172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0"},
        {"192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0"},
        {"192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0"},
        {"192.31.196.0", "192.31.196.255", "192.31.195.255", "192.31.197.0"},
        {"192.52.193.0", "192.52.193.255", "192.52.192.255", "192.52.194.0"},
        {"192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0"},
        {"192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0"},
        {"192.175.48.0", "192.175.48.255", "192.175.47.255", "192.175.49.0"},
        {"198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0"},
        {"198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0"},
        {"203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0"},
        {"224.0.0.0", "239.255.255.255", "223.255.255.255", ""},
        {"240.0.0.0", "255.255.255.255", "", ""},
        {"::", "::ffff:ffff:ffff", "", ""},  // loopback, IPv4-compatible and IPv4-mapped
        {"64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "", ""},
        {"100::", "100::ffff:ffff:ffff:ffff", "", ""},
        {"1000::", "1fff:ffff::", "", "2000::"},
        {"2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff::", "2001:200::"},
        {"2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff::", "2001:db9::"},
        {"2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff::", "2003::"},
        {"2620:4f:8000::", "2620:4f:8000:ffff::", "2620:4f:7fff::", "2620:4f:8001::"},
        {"3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff::", "3fff:1000::"},
        {"4000::", "5f00::", "", ""},
        {"fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
        {"fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
        {"fec0::", "feff::", "", ""},
        {"ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "", ""},
    };
    for (auto const& [first, last, before, after] : blocks) {
        CAPTURE(first);
        CHECK(!net::is_public(make_address(first)));
        CHECK(!net::is_public(make_address(last)));
        if (!before.empty()) CHECK(net::is_public(make_address(before)));
        if (!after.empty()) CHECK(net::is_public(make_address(after)));
    }
}

TEST_CASE("single addresses") {
    struct {
        std::string_view address;
        bool is_public;
    } const cases[] = {
        {"8.8.8.8", true},
        {"47.95.1.2", true},
        {"2400:3200::1", true},
        {"2606:4700::1111", true},
        {"127.0.0.1", false},
        {"100.100.100.200", false},  // metadata, Alibaba Cloud
        {"169.254.169.254", false},  // metadata, others
        {"::1", false},
        {"::ffff:127.0.0.1", false},
        {"::ffff:8.8.8.8", false},
        {"::8.8.8.8", false},
        {"fe80::1%1", false},
        {"2002:7f00:1::", false},    // 6to4 of 127.0.0.1
        {"64:ff9b::8.8.8.8", true},  // NAT64
        {"64:ff9b::10.0.0.1", false},
        {"64:ff9b::127.0.0.1", false},
        {"64:ff9b:0:1::8.8.8.8", false},
    };
    for (auto const& [address, is_public] : cases) {
        CAPTURE(address);
        CHECK(net::is_public(make_address(address)) == is_public);
    }
}

TEST_CASE("names of the cloud") {
    struct {
        std::string_view host;
        bool is_cloud;
    } const cases[] = {
        {"dashscope-result-bj.oss-cn-beijing.aliyuncs.com", true},
        {"a.aliyuncs.com.", true},
        {"aliyuncs.com", false},
        {".aliyuncs.com", false},
        {"evilaliyuncs.com", false},
        {"a.aliyuncs.com.evil.test", false},
        {"", false},
    };
    for (auto const& [host, is_cloud] : cases) {
        CAPTURE(host);
        CHECK(net::is_cloud_name(host) == is_cloud);
    }
}

TEST_CASE("of several addresses the public ones are left") {
    net::address_list const all{make_address("10.0.0.1"), make_address("8.8.8.8"), make_address("::1"),
                                make_address("198.18.0.7"), make_address("2400:3200::1")};
    CHECK(net::public_ones(all, "host.test") == net::address_list{all[1], all[4]});
    // Behind a transparent proxy every name has an address of the benchmarks' network.
    CHECK(net::public_ones(all, "a.oss-cn-beijing.aliyuncs.com") == net::address_list{all[1], all[3], all[4]});
}

namespace {

net::client_request public_request(std::string const& to) {
    auto made = request(to);
    made.public_addresses_only = true;
    return made;
}

}  // namespace

TEST_CASE_FIXTURE(fixture, "a host without a public address is never connected to") {
    peer const server(io, {answers(1)});
    options.lookup = [](std::string const&) -> boost::system::result<net::address_list> {
        return net::address_list{make_address("127.0.0.1"), make_address("::ffff:127.0.0.1")};
    };
    auto const port = std::to_string(server.port());
    for (std::string host : {"127.0.0.1", "innocent.test", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"}) {
        CAPTURE(host);
        auto const failed = failure_of(*this, public_request("http://" + host + ":" + port + "/"));
        CHECK(failed.code == client_errc::forbidden_address);
        CHECK(failed.how_far == progress::not_sent);
        CHECK(failed.text.find("no public address") != std::string::npos);
    }
    CHECK(server.connections() == 0);
    CHECK(send(request("http://innocent.test:" + port + "/")).body == "answer 1");
}

TEST_CASE_FIXTURE(fixture, "a connection made without the check serves no request that wants it") {
    peer const server(io, {answers(2)});
    CHECK(send(request(server.url())).body == "answer 1");
    CHECK(failure_of(*this, public_request(server.url())).code == client_errc::forbidden_address);
    CHECK(send(request(server.url())).body == "answer 2");
    CHECK(use().connections_opened() == 1);
}

TEST_CASE_FIXTURE(fixture, "behind a proxy only names of the cloud are asked for") {
    peer const proxy(io, {answers(1)});
    options.proxies.http_proxy = "127.0.0.1:" + std::to_string(proxy.port());
    auto const failed = failure_of(*this, public_request("http://innocent.test/"));
    CHECK(failed.code == client_errc::forbidden_address);
    CHECK(failed.text.find("the proxy 127.0.0.1") != std::string::npos);
    CHECK(proxy.connections() == 0);
    CHECK(send(public_request("http://x.oss-cn-beijing.aliyuncs.com/a")).body == "answer 1");
}
