#include "io/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace optaxx::io {
namespace {

[[noreturn]] void fail(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

struct descriptor {
  int number;
  ~descriptor() { close(number); }
};

}  // namespace

mapped_file map_file(const std::filesystem::path& file) {
  // Not to wait for somebody at the other end of a pipe.
  const int number = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (number < 0) fail(errno, "cannot be opened");
  const descriptor closes{number};
  struct stat status {};
  if (fstat(number, &status) != 0) fail(errno, "cannot be read");
  if (S_ISDIR(status.st_mode)) fail(EISDIR, "cannot be read");
  if (!S_ISREG(status.st_mode)) fail(EINVAL, "is no regular file");
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return {};
  void* const data = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, number, 0);
  if (data == MAP_FAILED) fail(errno, "cannot be read");
  std::shared_ptr<const void> owner(data, [data, size](const void*) { munmap(data, size); });
  return {{static_cast<const std::byte*>(data), size}, std::move(owner)};
}

}  // namespace optaxx::io
