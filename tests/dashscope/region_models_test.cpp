#include "dashscope/models.hpp"
#include "dashscope/region.hpp"

#include "support.hpp"

#include <set>

using namespace dashscope;
using dashscope::test::contains;

TEST_CASE("regions have official names and aliases") {
    struct {
        std::string_view text;
        std::optional<region> expected;
    } const cases[] = {
        {"cn-beijing", region::beijing},
        {"cn", region::beijing},
        {"CN", region::beijing},
        {"ap-southeast-1", region::singapore},
        {"intl", region::singapore},
        {"Singapore", region::singapore},
        {"us-east-1", region::virginia},
        {"us", region::virginia},
        {"eu-central-1", region::frankfurt},
        {"eu", region::frankfurt},
        {"", std::nullopt},
        {"cn-shanghai", std::nullopt},
    };
    for (auto const& c : cases) {
        CAPTURE(c.text);
        CHECK(parse_region(c.text) == c.expected);
    }
    for (auto name : {"cn-beijing", "ap-southeast-1", "us-east-1", "eu-central-1"})
        CHECK(contains(allowed_regions(), name));
}

TEST_CASE("each region has its host; Frankfurt only a workspace's") {
    CHECK(dashscope_host(region::beijing, "") == "dashscope.aliyuncs.com");
    CHECK(dashscope_host(region::beijing, "llm-1") == "dashscope.aliyuncs.com");
    CHECK(dashscope_host(region::singapore, "") == "dashscope-intl.aliyuncs.com");
    CHECK(dashscope_host(region::virginia, "") == "dashscope-us.aliyuncs.com");
    CHECK(dashscope_host(region::frankfurt, "").empty());
    CHECK(dashscope_host(region::frankfurt, "llm-1") == "llm-1.eu-central-1.maas.aliyuncs.com");
    CHECK(openapi_host(region::singapore) == "bailian.ap-southeast-1.aliyuncs.com");
}

TEST_CASE("a host tells its region") {
    struct {
        std::string_view host;
        std::optional<region> expected;
    } const cases[] = {
        {"dashscope.aliyuncs.com", region::beijing},
        {"dashscope-intl.aliyuncs.com", region::singapore},
        {"dashscope-us.aliyuncs.com", region::virginia},
        {"llm-x.eu-central-1.maas.aliyuncs.com", region::frankfurt},
        {"llm-x.cn-beijing.maas.aliyuncs.com", region::beijing},
        {"token-plan.ap-southeast-1.maas.aliyuncs.com", region::singapore},
        {"ep-1.dashscope.cn-beijing.privatelink.aliyuncs.com", region::beijing},
        {"other.aliyuncs.com", std::nullopt},
        {"cn-beijing.example.com", std::nullopt},
        {"evilaliyuncs.com", std::nullopt},
        {"", std::nullopt},
    };
    for (auto const& c : cases) {
        CAPTURE(c.host);
        CHECK(region_of_host(c.host) == c.expected);
    }
}

TEST_CASE("every capability has a name of its own and a model in every region") {
    std::set<std::string_view> names;
    for (auto what : all_capabilities()) {
        names.insert(capability_name(what));
        for (auto where : {region::beijing, region::singapore, region::virginia, region::frankfurt})
            CHECK_FALSE(builtin_model(what, where).empty());
    }
    CHECK(names.size() == all_capabilities().size());
    CHECK(builtin_model(capability::text, region::beijing) == "qwen-plus");
    CHECK(builtin_model(capability::image_edit, region::frankfurt) == "wan2.6-image");
}

TEST_CASE("a user's choice goes over the table") {
    default_models models;
    models.set(capability::text, "qwen3-max");
    CHECK(models.find(capability::text, region::virginia) == "qwen3-max");
    CHECK(models.find(capability::rerank, region::virginia) == "qwen3-rerank");
}
