#include "golden/parity.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

TEST(parity, page_is_what_the_traces_say) {
  const auto page = std::filesystem::path(OPTAXX_TEST_DATA_DIR).parent_path() / "docs/parity.md";
  const std::string wanted = golden::parity_page();
  if (std::getenv("OPTAXX_WRITE_PARITY") != nullptr) std::ofstream(page) << wanted;
  std::ifstream in(page);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  EXPECT_TRUE(text == wanted)
      << "docs/parity.md is out of date: OPTAXX_WRITE_PARITY=1 ./dev test -R parity";
}

}  // namespace
