#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "optaxx/core/errors.hpp"
#include "replay/file.hpp"

namespace {

using optaxx::format_error;
using replay::read_safetensors;

// A file of this header and this data.
class safetensors_file : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }

  std::filesystem::path write(const std::string& header, const std::string& data) {
    const std::uint64_t size = header.size();
    std::ofstream out(path_, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&size), sizeof size);
    out << header << data;
    return path_;
  }

  std::filesystem::path path_ = std::filesystem::path(testing::TempDir()) /
                                testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(safetensors_file, gives_metadata_and_entries) {
  const auto file = read_safetensors(write(
      R"({"__metadata__": {"note": "hello"},
          "b": {"dtype": "U32", "shape": [], "data_offsets": [4, 8]},
          "a": {"dtype": "BF16", "shape": [1, 2], "data_offsets": [0, 4]},
          "empty": {"dtype": "F64", "shape": [3, 0], "data_offsets": [4, 4]}})",
      std::string("\1\0\2\0\3\0\0\0", 8)));
  EXPECT_EQ(file.metadata.at("note"), "hello");
  EXPECT_THAT(file.at("a").values<std::uint16_t>(), testing::ElementsAre(1, 2));
  EXPECT_THAT(file.at("a").shape, testing::ElementsAre(1, 2));
  EXPECT_THAT(file.at("b").values<std::uint32_t>(), testing::ElementsAre(3));
  EXPECT_TRUE(file.at("empty").values<double>().empty());
  EXPECT_THROW(file.at("a").values<float>(), std::invalid_argument);
  EXPECT_THROW(file.at("c"), std::out_of_range);
}

TEST_F(safetensors_file, reads_gzipped_files) {
  const auto file = read_safetensors(OPTAXX_TEST_DATA_DIR "/golden/schedules.safetensors.gz");
  EXPECT_EQ(file.metadata.at("format"), "optaxx.schedules.v1");
  EXPECT_FALSE(file.entries.empty());
}

// A file of 6 GiB, which takes 6 MB: what it says of itself is read, and a byte more.
TEST_F(safetensors_file, is_not_unzipped_beyond_what_its_header_says) {
  const auto zip = [&](const std::string& begin) {
    write("", "");
    gzFile out = gzopen(path_.c_str(), "wb9");
    ASSERT_EQ(gzwrite(out, begin.data(), static_cast<unsigned>(begin.size())), begin.size());
    gzclose(out);
    const std::string zeros(std::size_t{1} << 26, '\0');
    out = gzopen((path_.string() + ".zeros").c_str(), "wb9");
    ASSERT_EQ(gzwrite(out, zeros.data(), static_cast<unsigned>(zeros.size())), zeros.size());
    gzclose(out);
    std::ifstream in(path_.string() + ".zeros", std::ios::binary);
    const std::string member{std::istreambuf_iterator<char>(in), {}};
    std::filesystem::remove(path_.string() + ".zeros");
    std::ofstream all(path_, std::ios::binary | std::ios::app);
    for (int i = 0; i < 96; ++i) all << member;
  };
  const auto refuses_with = [&](const char* why) {
    EXPECT_THAT([&] { read_safetensors(path_); },
                testing::ThrowsMessage<format_error>(testing::HasSubstr(why)));
  };
  zip("");
  refuses_with("bad header");
  zip(std::string("\377\377\377\377\377\377\377\0", 8));
  refuses_with("has a header of more than 100 MB");
  const std::string header = R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}})";
  zip(std::string(1, static_cast<char>(header.size())) + std::string(7, '\0') + header);
  refuses_with("has data that belongs to no entry");
}

TEST_F(safetensors_file, refuses_what_is_damaged) {
  const auto entry = [](const std::string& dtype, const std::string& offsets) {
    return R"({"a": {"dtype": ")" + dtype + R"(", "shape": [2], "data_offsets": )" + offsets + "}}";
  };
  EXPECT_NO_THROW(read_safetensors(write(entry("F32", "[0, 8]"), "01234567")));
  EXPECT_THROW(read_safetensors(write(entry("F8", "[0, 8]"), "01234567")), format_error);
  EXPECT_THROW(read_safetensors(write(entry("F32", "[0, 4]"), "0123")), format_error);
  EXPECT_THROW(read_safetensors(write(entry("F32", "[0, 8]"), "0123")), format_error);
  EXPECT_THROW(read_safetensors(write(entry("F32", "[0, 8]"), "0123456789")), format_error);
  EXPECT_THROW(read_safetensors(write(entry("F32", "[2, 10]"), "0123456789")), format_error);
  EXPECT_THROW(read_safetensors(write("{", "")), format_error);
  EXPECT_THROW(read_safetensors(write(R"({"a": 1})", "")), format_error);
  EXPECT_THROW(read_safetensors(path_ / "nowhere"), format_error);
}

}  // namespace
