#include "io/replace_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

namespace optaxx::io {

int file_calls::open(const char* path, int flags, mode_t mode) { return ::open(path, flags, mode); }
ssize_t file_calls::write(int file, const void* data, std::size_t bytes) {
  return ::write(file, data, bytes);
}
int file_calls::fsync(int file) { return ::fsync(file); }
int file_calls::close(int file) { return ::close(file); }
int file_calls::rename(const char* from, const char* to) { return std::rename(from, to); }
int file_calls::unlink(const char* path) { return ::unlink(path); }

file_calls& system_calls() {
  static file_calls calls;
  return calls;
}

namespace {

constexpr std::size_t buffered = std::size_t{1} << 20;

[[noreturn]] void fail(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

std::string name_beside(const std::filesystem::path& file) {
  static std::atomic<unsigned> count{0};
  return file.string() + ".tmp-" + std::to_string(getpid()) + "-" + std::to_string(count++);
}

// A file under a name of its own, until it is given another; removed if that does not happen.
class new_file {
 public:
  new_file(const std::filesystem::path& beside, file_calls& calls) : calls_(calls) {
    do {
      name_ = name_beside(beside);
      file_ = calls_.open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (file_ < 0 && errno == EEXIST);  // of a process that was killed
    if (file_ < 0) fail(errno, "cannot be written");
  }
  new_file(const new_file&) = delete;
  new_file& operator=(const new_file&) = delete;
  ~new_file() {
    if (file_ >= 0) calls_.close(file_);
    if (!renamed_) calls_.unlink(name_.c_str());
  }

  void append(std::span<const std::byte> part) {
    if (buffer_.size() + part.size() > buffered) flush();
    if (part.size() > buffered) return write(part);
    buffer_.insert(buffer_.end(), part.begin(), part.end());
  }

  void finish(const char* name) {
    flush();
    if (calls_.fsync(file_) != 0) fail(errno, "cannot be written");
    if (calls_.close(std::exchange(file_, -1)) != 0) fail(errno, "cannot be written");
    if (calls_.rename(name_.c_str(), name) != 0) fail(errno, "cannot be replaced");
    renamed_ = true;
  }

 private:
  void flush() {
    write(buffer_);
    buffer_.clear();
  }

  void write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
      const ssize_t count = calls_.write(file_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) fail(count < 0 ? errno : EIO, "cannot be written");
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
  }

  std::string name_;
  file_calls& calls_;
  int file_ = -1;
  bool renamed_ = false;
  std::vector<std::byte> buffer_;
};

// So that the new name is still there after a loss of power.
void sync_directory(const std::filesystem::path& directory, file_calls& calls) {
  const int file = calls.open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (file < 0) fail(errno, "is written, and its directory cannot be synced");
  const int error = calls.fsync(file) == 0 ? 0 : errno;
  calls.close(file);
  // Some file systems have no such thing.
  if (error != 0 && error != EINVAL) fail(error, "is written, and its directory cannot be synced");
}

}  // namespace

void replace_file(const std::filesystem::path& file,
                  const std::vector<std::span<const std::byte>>& parts, file_calls& calls) {
  {
    new_file written(file, calls);
    for (const std::span<const std::byte> part : parts) written.append(part);
    written.finish(file.c_str());
  }
  const std::filesystem::path directory = file.parent_path();
  sync_directory(directory.empty() ? "." : directory, calls);
}

}  // namespace optaxx::io
