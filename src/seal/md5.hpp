#pragma once
// MD5, piece by piece: some upload interfaces want it as a checksum. It protects nothing.

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace seal {

/// One owner, one thread.
class md5 {
public:
    md5();
    void update(std::string_view bytes);
    /// 32 lower-case hex digits; the object is spent.
    std::string hex();

private:
    struct freeing {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, freeing> context_;
};

}  // namespace seal
