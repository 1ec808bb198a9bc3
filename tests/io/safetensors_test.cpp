#include "io/safetensors.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <string>

#include "optaxx/core/errors.hpp"

namespace {

using optaxx::array;
using optaxx::dtype;
using optaxx::format_error;
using optaxx::io::parse_safetensors;
using optaxx::io::safetensors;
using testing::HasSubstr;

// A file of this header and this data; it stays as long as the test.
class safetensors_test : public testing::Test {
 protected:
  safetensors parse(const std::string& header, const std::string& data = "") {
    const std::uint64_t size = header.size();
    content_ = std::string(reinterpret_cast<const char*>(&size), sizeof size) + header + data;
    return parse_safetensors(std::as_bytes(std::span(content_)));
  }

  std::string refused(const std::string& header, const std::string& data = "") {
    try {
      parse(header, data);
    } catch (const format_error& e) {
      return e.what();
    }
    return "nothing is wrong";
  }

  std::string content_;
};

std::string entry(const std::string& shape, const std::string& offsets,
                  const std::string& type = "F32") {
  return R"({"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

TEST_F(safetensors_test, entries_may_come_in_any_order) {
  const safetensors file =
      parse(R"({"b":)" + entry("[1]", "[4,8]") + R"(,"a":)" + entry("[]", "[0,4]") + "}  ",
            std::string("\0\0\x80\x3f\0\0\0\x40", 8));
  EXPECT_EQ(file.at("a").as_array(), array(1.0F));
  EXPECT_EQ(file.at("b").as_array(), array{2.0F});
}

TEST_F(safetensors_test, types_that_arrays_do_not_have_are_entries_all_the_same) {
  const safetensors file = parse(
      R"({"a":)" + entry("[2,3]", "[0,3]", "F4") + R"(,"b":)" + entry("[1]", "[3,5]", "U16") + "}",
      "01234");
  EXPECT_EQ(file.at("a").elements(), 6);
  EXPECT_EQ(file.at("b").values<std::uint16_t>().size(), 1);
  EXPECT_THAT([&] { file.at("b").as_array(); },
              testing::ThrowsMessage<format_error>("has an array of the type U16"));
}

TEST_F(safetensors_test, names_are_there_once) {
  const std::string e = entry("[]", "[0,4]");
  EXPECT_EQ(refused(R"({"a":)" + e + R"(,"a":)" + e + "}", "0123"), "has a twice in its header");
  EXPECT_EQ(refused(R"({"__metadata__":{"x":"1","x":"2"}})"), "has x twice in its header");
  EXPECT_EQ(refused(R"({"__metadata__":{},"__metadata__":{}})"),
            "has __metadata__ twice in its header");
  EXPECT_EQ(
      refused(R"({"a":{"dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]}})", "0123"),
      "has dtype twice in its header");
  EXPECT_EQ(refused(R"({"a":{"dtype":"F32","shape":[],"shape":[],"data_offsets":[0,4]}})", "0123"),
            "has shape twice in its header");
}

TEST_F(safetensors_test, data_are_covered_once) {
  const auto two = [&](const std::string& a, const std::string& b) {
    return refused(R"({"a":)" + entry("[2]", a) + R"(,"b":)" + entry("[2]", b) + "}",
                   std::string(16, '\0'));
  };
  EXPECT_EQ(two("[0,8]", "[8,16]"), "nothing is wrong");
  EXPECT_EQ(two("[8,16]", "[0,8]"), "nothing is wrong");
  EXPECT_THAT(two("[0,8]", "[0,8]"), HasSubstr("two entries in one place"));
  EXPECT_THAT(two("[0,8]", "[4,12]"), HasSubstr("two entries in one place, one is b"));
  EXPECT_THAT(two("[1,9]", "[9,17]"), HasSubstr("bad entry b"));
  EXPECT_THAT(refused(R"({"a":)" + entry("[1]", "[4,8]") + "}", "01234567"),
              HasSubstr("gap in its data before the entry a"));
  EXPECT_THAT(refused(R"({"a":)" + entry("[1]", "[0,4]") + "}", "01234567"),
              HasSubstr("data that belongs to no entry"));
}

TEST_F(safetensors_test, extents_are_natural_numbers_whose_product_is_the_size) {
  const auto with = [&](const std::string& shape, const std::string& offsets = "[0,4]") {
    return refused(R"({"a":)" + entry(shape, offsets) + "}", "0123");
  };
  EXPECT_EQ(with("[1,1]"), "nothing is wrong");
  EXPECT_THAT(with("[-1]"), HasSubstr("a negative number at a, shape"));
  EXPECT_THAT(with("[1.0]"), HasSubstr("a fraction at a, shape"));
  EXPECT_THAT(with("[1e400]"), HasSubstr("bad header"));
  EXPECT_THAT(with("[\"1\"]"), HasSubstr("a string at a, shape"));
  EXPECT_THAT(with("[[1]]"), HasSubstr("a list at a, shape"));
  EXPECT_THAT(with("[null]"), HasSubstr("null at a, shape"));
  EXPECT_THAT(with("[18446744073709551615]"), HasSubstr("too large a number"));
  EXPECT_THAT(with("[99999999999999999999]"), HasSubstr("a fraction"));
  EXPECT_THAT(with("[4611686018427387905,4]"), HasSubstr("bad entry a")) << "4 in 64 bits";
  EXPECT_THAT(with("[1]", "[4,0]"), HasSubstr("bad entry a"));
  EXPECT_THAT(with("[1]", "[0,8]"), HasSubstr("bad entry a"));
  EXPECT_THAT(with("[1]", "[0]"), HasSubstr("no data_offsets"));
  EXPECT_THAT(with("[1]", "[0,4,4]"), HasSubstr("no data_offsets"));
  std::string axes = "[1";
  for (int i = 0; i < 64; ++i) axes += ",1";
  EXPECT_THAT(with(axes + "]"), HasSubstr("more than 64 axes"));
}

TEST_F(safetensors_test, shapes_that_no_array_has_are_refused_when_one_is_wanted) {
  const safetensors file = parse(R"({"a":)" + entry("[1,1,1,1,1,1,1,1,1]", "[0,4]") + R"(,"b":)" +
                                     entry("[144115188075855872,0]", "[4,4]") + "}",
                                 "0123");
  EXPECT_THROW(file.at("a").as_array(), format_error);
  EXPECT_THROW(file.at("b").as_array(), format_error);
}

TEST_F(safetensors_test, bools_are_0_or_1) {
  const std::string header = R"({"a":)" + entry("[3]", "[0,3]", "BOOL") + "}";
  EXPECT_NO_THROW(parse(header, std::string("\0\1\0", 3)).at("a").as_array());
  EXPECT_THROW(parse(header, std::string("\0\2\0", 3)).at("a").as_array(), format_error);
}

TEST_F(safetensors_test, headers_are_a_dict_of_dicts) {
  EXPECT_THAT(refused(""), HasSubstr("bad header"));
  EXPECT_THAT(refused("[]"), HasSubstr("a list"));
  EXPECT_THAT(refused("1"), HasSubstr("a number"));
  EXPECT_THAT(refused("{} {}"), HasSubstr("bad header"));
  EXPECT_THAT(refused(R"({"a":{"shape":[],"data_offsets":[0,0]}})"), HasSubstr("no dtype"));
  EXPECT_THAT(refused(R"({"a":{"dtype":"F32","data_offsets":[0,0]}})"), HasSubstr("no shape"));
  EXPECT_THAT(refused(R"({"a":{"dtype":{},"shape":[],"data_offsets":[0,0]}})"),
              HasSubstr("an object at a, dtype"));
  EXPECT_THAT(refused(R"({"a":{"dtype":"F99","shape":[],"data_offsets":[0,0]}})"),
              HasSubstr("type F99"));
  EXPECT_THAT(refused(R"({"__metadata__":{"a":1}})"), HasSubstr("a number at __metadata__, a"));
  EXPECT_THAT(refused("{\"__metadata__\":{\"a\":\"\xff\"}}"), HasSubstr("bad header"));
  EXPECT_THAT(refused(std::string(1'000'000, '[')), HasSubstr("a list"));
  EXPECT_THAT(refused(R"({"a":)" + std::string(1'000'000, '{')), HasSubstr("header"));
}

TEST_F(safetensors_test, lengths_that_lie_are_found_out) {
  for (const std::uint64_t length : {std::uint64_t{3}, std::uint64_t{100}, std::uint64_t{1} << 40,
                                     ~std::uint64_t{0}, ~std::uint64_t{0} - 7}) {
    content_ = std::string(reinterpret_cast<const char*>(&length), sizeof length) + "{}";
    EXPECT_THROW(parse_safetensors(std::as_bytes(std::span(content_))), format_error) << length;
  }
}

}  // namespace
