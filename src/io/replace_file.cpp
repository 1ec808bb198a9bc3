#include "io/replace_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "core/forever.hpp"

namespace optaxx::io {

int file_calls::open(const char* path, int flags, mode_t mode) { return ::open(path, flags, mode); }
ssize_t file_calls::write(int file, const void* data, std::size_t bytes) {
  return ::write(file, data, bytes);
}
int file_calls::fchown(int file, uid_t owner, gid_t group) { return ::fchown(file, owner, group); }
int file_calls::fchmod(int file, mode_t mode) { return ::fchmod(file, mode); }
int file_calls::fsync(int file) { return ::fsync(file); }
int file_calls::close(int file) { return ::close(file); }
int file_calls::rename(const char* from, const char* to) { return std::rename(from, to); }
int file_calls::unlink(const char* path) { return ::unlink(path); }

file_calls& system_calls() {
  static file_calls& calls = detail::forever(file_calls());
  return calls;
}

namespace {

constexpr std::size_t buffered = std::size_t{1} << 20;
constexpr std::size_t longest_stem = 100;

[[noreturn]] void fail(int error, const char* what) {
  throw std::system_error(error, std::generic_category(), what);
}

// The file's own name may be as long as names can be.
std::filesystem::path name_beside(const std::filesystem::path& file) {
  static std::atomic<unsigned> count{0};
  std::string name = file.filename().string();
  if (name.size() > longest_stem) name = "optaxx";
  return file.parent_path() /
         (name + ".tmp-" + std::to_string(getpid()) + "-" + std::to_string(count++));
}

// Where symbolic links lead, there or not.
std::filesystem::path followed(std::filesystem::path file) {
  std::error_code error;
  for (int links = 0; links < 40; ++links) {
    const std::filesystem::path to = std::filesystem::read_symlink(file, error);
    if (error) return file;
    file = file.parent_path() / to;
  }
  fail(ELOOP, "cannot be replaced");
}

// The file that bears the name now, if there is one.
std::optional<struct stat> replaced(const std::filesystem::path& file) {
  struct stat old {};
  if (stat(file.c_str(), &old) != 0) return std::nullopt;
  if (S_ISDIR(old.st_mode)) fail(EISDIR, "cannot be replaced");
  if (S_ISFIFO(old.st_mode)) fail(EINVAL, "is a FIFO, which is not replaced");
  if (!S_ISREG(old.st_mode)) fail(EINVAL, "is a device or a socket, which is not replaced");
  return old;
}

// EINVAL where a container does not know the owner.
bool is_refusal(int error) {
  return error == EPERM || error == EINVAL || error == ENOSYS || error == EOPNOTSUPP;
}

// A file under a name of its own, until it is given another; removed if that does not happen.
class new_file {
 public:
  new_file(const std::filesystem::path& beside, mode_t mode, file_calls& calls) : calls_(calls) {
    do {
      name_ = name_beside(beside);
      file_ = calls_.open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    } while (file_ < 0 && errno == EEXIST);  // of a process that was killed
    if (file_ < 0) fail(errno, "cannot be written");
  }
  new_file(const new_file&) = delete;
  new_file& operator=(const new_file&) = delete;
  ~new_file() {
    if (file_ >= 0) calls_.close(file_);
    if (!renamed_) calls_.unlink(name_.c_str());
  }

  // In mode, and in owner and group where we may.
  void be_as(const struct stat& old) {
    constexpr uid_t same = static_cast<uid_t>(-1);
    mode_t mode = old.st_mode & 07777;
    if (!change_owner(old.st_uid, old.st_gid)) {
      mode &= 0777;
      // Another group may do what others may.
      if (!change_owner(same, old.st_gid)) mode = (mode & 0707) | (mode & 07) << 3;
    }
    if (calls_.fchmod(file_, mode) != 0 && !is_refusal(errno)) fail(errno, "cannot be written");
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
  bool change_owner(uid_t owner, gid_t group) {
    if (calls_.fchown(file_, owner, group) == 0) return true;
    if (!is_refusal(errno)) fail(errno, "cannot be written");
    return false;
  }

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

// So that the new name is still there after a loss of power. A directory that may not be read, and
// some file systems, do not let us.
void sync_directory(const std::filesystem::path& directory, file_calls& calls) {
  const int file = calls.open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (file < 0) return;
  calls.fsync(file);
  calls.close(file);
}

}  // namespace

void replace_file(const std::filesystem::path& file,
                  const std::vector<std::span<const std::byte>>& parts, file_calls& calls) {
  const std::optional<struct stat> old = replaced(file);
  const std::filesystem::path target = followed(file);
  {
    new_file written(target, old ? 0600 : 0666, calls);
    if (old) written.be_as(*old);
    for (const std::span<const std::byte> part : parts) written.append(part);
    written.finish(target.c_str());
  }
  const std::filesystem::path directory = target.parent_path();
  sync_directory(directory.empty() ? "." : directory, calls);
}

}  // namespace optaxx::io
