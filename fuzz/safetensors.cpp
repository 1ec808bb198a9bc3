// Any bytes as a safetensors file: a tree, a state, or an error that names the file.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "optaxx/optaxx.hpp"

namespace {

using namespace optaxx;

// A file in memory, under a name.
class memory_file {
 public:
  memory_file(const std::uint8_t* data, std::size_t size) : file_(memfd_create("fuzz", 0)) {
    if (file_ < 0 || write(file_, data, size) != static_cast<ssize_t>(size)) std::abort();
  }
  memory_file(const memory_file&) = delete;
  memory_file& operator=(const memory_file&) = delete;
  ~memory_file() { close(file_); }

  std::string name() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

void expect_named(const std::string& name, std::string_view message) {
  if (message.find(name) == message.npos) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const opt_state first = trace(0.9).init(tree{{"w", array{1.0F, 2.0F}}});
  const memory_file file(data, size);
  try {
    const tree t = load_tree(file.name());
    if (t.structure()->text().empty()) std::abort();
    for (std::size_t i = 0; i < t.leaves().size(); ++i) {
      if (!(tree(t.at(t.path(i))).leaves()[0] == t.leaves()[i])) std::abort();
    }
    load_metadata(file.name());
  } catch (const format_error& e) {
    expect_named(file.name(), e.what());
  }
  opt_state state = first;
  try {
    load_state(file.name(), state);
  } catch (const format_error& e) {
    expect_named(file.name(), e.what());
    if (!(state == first)) std::abort();
  } catch (const tree_mismatch& e) {
    expect_named(file.name(), e.what());
    if (!(state == first)) std::abort();
  }
  return 0;
}
