// That no damage of a file is more than a format_error: every cut, every bit.
#include <gmock/gmock.h>

#include <span>
#include <string>

#include "io/tree_contents.hpp"
#include "optaxx/core/errors.hpp"
#include "optaxx/io/tree_file.hpp"
#include "optaxx/random/prng_key.hpp"
#include "support/temporary_directory.hpp"

namespace {

using namespace optaxx;
using support::content_of;
using support::temporary_directory;
using support::write_content;

tree small() {
  return {{"w", array{1.0F, 2.0F}},
          {"s", tuple(array(dtype::boolean, {3}), none, prng_key(7).leaf())},
          {"i", tree::dict({{key(3), tree::named_struct("EmptyState", {})}})}};
}

std::string whole_file() {
  const temporary_directory directory;
  save_tree(directory / "tree", small());
  return content_of(directory / "tree");
}

enum class outcome { loaded, refused };

// Anything else ends the test.
outcome load(const std::string& content) {
  try {
    (void)io::contents_of(io::parse_safetensors(std::as_bytes(std::span(content)))).as_tree();
  } catch (const format_error& e) {
    EXPECT_LT(std::string(e.what()).size(), 600);
    return outcome::refused;
  }
  return outcome::loaded;
}

TEST(damaged_file, cut_anywhere_is_an_error) {
  const std::string whole = whole_file();
  for (std::size_t n = 0; n < whole.size(); ++n)
    EXPECT_EQ(load(whole.substr(0, n)), outcome::refused) << n;
  EXPECT_EQ(load(whole + '\0'), outcome::refused);
  EXPECT_EQ(load(whole), outcome::loaded);
}

TEST(damaged_file, is_named) {
  const temporary_directory directory;
  const auto file = directory / "tree";
  const std::string whole = whole_file();
  for (std::size_t n = 0; n < whole.size(); n += 37) {
    write_content(file, whole.substr(0, n));
    EXPECT_THAT([&] { load_tree(file); }, testing::ThrowsMessage<format_error>(testing::StartsWith(
                                              "load_tree: " + file.string() + " ")));
  }
}

TEST(damaged_file, with_any_bit_flipped_is_an_error_or_another_tree) {
  const std::string whole = whole_file();
  std::size_t refused = 0;
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string other = whole;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << bit % 8));
    if (load(other) == outcome::refused) ++refused;
  }
  EXPECT_GT(refused, 4 * whole.size()) << "most of it is header";
}

TEST(damaged_file, with_any_byte_replaced_by_one_that_means_something) {
  const std::string whole = whole_file();
  for (std::size_t n = 0; n < whole.size(); ++n) {
    for (const char c : {'\0', '\xff', '"', '9', '-', '[', '}', '\\', '/'}) {
      std::string other = whole;
      other[n] = c;
      load(other);
      other.insert(n, 1, c);
      load(other);
    }
  }
}

}  // namespace
